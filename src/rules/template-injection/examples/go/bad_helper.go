package pages

import (
	"fmt"
	"html/template"
	"net/http"
)

func parse(text string) (*template.Template, error) {
	return template.New("t").Parse(text) // assay: template-injection
}

func render(w http.ResponseWriter, r *http.Request) {
	parse(fmt.Sprintf("Dear %s, {{.Greeting}}", r.FormValue("name")))
}
