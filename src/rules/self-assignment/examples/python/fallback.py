def parsed(text):
    try:
        text = int(text)
    except ValueError:
        text = text
    return text
