import subprocess

from fastapi import FastAPI

app = FastAPI()


class Converter:
    def __init__(self, source, options=None):
        self.source = source
        self.options = options or {}

    def command(self):
        return "convert {} out.{}".format(self.source, self.options.get("format", "png"))

    def run(self):
        return subprocess.check_output(self.command(), shell=True)  # assay: command-injection


@app.get("/convert")
async def convert(name: str):
    Converter(name).run()
    return {"ok": True}
