"""What is said in Slack is posted exactly once, kept current, and answered to one person where only one may read it."""
