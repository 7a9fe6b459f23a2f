package web

import (
	"html/template"
	"net/http"
	text "text/template"
)

var page = template.Must(template.New("page").Parse(`<p>{{.Name}}</p>`))

var plain = text.Must(text.New("plain").Parse(`<p>{{.}}</p>`))

type view struct {
	Name template.HTML
}

func trusted(w http.ResponseWriter, r *http.Request) {
	page.Execute(w, view{Name: template.HTML(r.FormValue("name"))}) // assay: cross-site-scripting
}

func unescaped(w http.ResponseWriter, r *http.Request) {
	plain.Execute(w, r.FormValue("name")) // assay: cross-site-scripting
}
