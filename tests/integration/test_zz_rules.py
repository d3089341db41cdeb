import pytest
from khetane.access import policies
@pytest.mark.django_db
def test_x():
    open('/tmp/policies.json','w').write(policies.as_json(policies.in_force()) if hasattr(policies,'as_json') else '')
