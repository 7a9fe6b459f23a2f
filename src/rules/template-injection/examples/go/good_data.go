package pages

import (
	"html/template"
	"net/http"
)

var page = template.Must(template.New("page").Parse("<p>{{.}}</p>"))

func render(w http.ResponseWriter, r *http.Request) {
	page.Execute(w, r.FormValue("text"))
}
