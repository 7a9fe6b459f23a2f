from fastapi import FastAPI, Response

app = FastAPI()
SECURE = False


@app.post("/login")
def login(response: Response):
    response.set_cookie("session", "x", secure=SECURE, httponly=True, samesite="Lax")  # assay: insecure-cookie
    return {"ok": True}
