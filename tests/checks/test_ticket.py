import pytest

from checks.ticket import Ticket, project_in


@pytest.mark.parametrize(
    ("key", "project"), [("PAY-12", "PAY"), ("A_2-1", "A_2"), ("team-pay-3", "team-pay"), ("12", ""), ("", "")]
)
def test_a_key_begins_with_its_project(key: str, project: str) -> None:
    assert project_in(key) == project
    assert Ticket(key).project_key == project


def test_the_project_that_the_input_names_goes_before_the_one_its_key_begins_with() -> None:
    assert Ticket("PAY-12", project="OPS").project_key == "OPS"
