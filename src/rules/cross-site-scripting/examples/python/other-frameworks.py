import tornado.web
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/page")
def page(title: str):
    return HTMLResponse(f"<title>{title}</title>")  # assay: cross-site-scripting


class EchoHandler(tornado.web.RequestHandler):
    def get(self):
        self.write("You said " + self.get_argument("text"))  # assay: cross-site-scripting
