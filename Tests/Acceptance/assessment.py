STEPS = []
def withdraw(stage, event):
    pass
