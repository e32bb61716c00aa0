# A test that ends before the script fails has passed.


def test_before(b):
    b.run_ms(50)


def test_after(b):
    b.run_ms(150)
    assert False, 'this is not reached'
