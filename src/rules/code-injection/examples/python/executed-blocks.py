from flask import Flask, request

app = Flask(__name__)


class Script:
    def __init__(self, lines):
        self.lines = lines

    def text(self):
        return "\n".join(line.strip() for line in self.lines)


@app.route("/script", methods=["POST"])
def script():
    lines = [line for line in request.form["script"].split(";") if line]
    exec(Script(lines).text(), {})  # assay: code-injection
    return {"ok": True}
