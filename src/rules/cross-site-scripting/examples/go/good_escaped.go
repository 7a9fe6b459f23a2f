package web

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"net/url"
)

var page = template.Must(template.New("page").Parse(`<p>{{.}}</p>`))

func hello(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<h1>Hello %s</h1>", html.EscapeString(r.FormValue("name")))
}

func rendered(w http.ResponseWriter, r *http.Request) {
	if err := page.Execute(w, r.FormValue("name")); err != nil {
		http.Error(w, "not rendered", http.StatusInternalServerError)
	}
}

func link(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(`<a href="/search?q=` + url.QueryEscape(r.FormValue("q")) + `">again</a>`))
}
