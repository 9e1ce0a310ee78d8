from datetime import datetime

import pytest

from kairan.apps.schedule.foreign_rules import BadRule, moments

START = datetime(2024, 1, 5, 9)


@pytest.mark.parametrize("interval", ["0", "-1", "none"])
@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=YEARLY;BYMONTH=2"])
def test_a_rule_that_never_moves_on_is_no_rule(rule, interval):
    with pytest.raises(BadRule):
        next(moments(f"{rule};INTERVAL={interval}", START))
