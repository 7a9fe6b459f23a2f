package pages

import (
	"html/template"
	"net/http"
)

func render(w http.ResponseWriter, r *http.Request) {
	page, err := template.ParseFiles("page.html")
	if err != nil {
		return
	}
	page.ExecuteTemplate(w, "page", map[string]string{"text": r.FormValue("text")})
}
