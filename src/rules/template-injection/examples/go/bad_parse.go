package pages

import (
	"html/template"
	"net/http"
)

func render(w http.ResponseWriter, r *http.Request) {
	page, err := template.New("page").Parse("<p>" + r.FormValue("text") + "</p>") // assay: template-injection
	if err != nil {
		return
	}
	page.Execute(w, nil)
}
