package pages

import (
	"html/template"
	"net/http"
)

func source(kind string) string {
	if kind == "short" {
		return "<p>{{.}}</p>"
	}
	return "<div><p>{{.}}</p></div>"
}

func render(w http.ResponseWriter, r *http.Request) {
	page := template.Must(template.New("page").Parse(source(r.FormValue("kind"))))
	page.Execute(w, r.FormValue("text"))
}
