from pathlib import Path

from fastapi import FastAPI, UploadFile

app = FastAPI()
ROOT = Path("/srv/data")


def location(folder, name):
    return ROOT / folder / name


@app.get("/text")
def text(folder: str, name: str):
    return {"text": len(location(folder, name).read_text())}  # assay: path-traversal


@app.delete("/text")
def remove(name: str):
    target = Path("/srv/data").joinpath(name)
    target.unlink()  # assay: path-traversal
    return {"ok": True}
