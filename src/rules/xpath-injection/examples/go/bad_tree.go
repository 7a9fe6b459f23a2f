package documents

import (
	"net/http"

	"github.com/beevik/etree"
)

type library struct{ document *etree.Document }

func (l *library) title(path string) *etree.Element {
	return l.document.FindElement("./books/" + path) // assay: xpath-injection
}

func (l *library) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.title(r.FormValue("path"))
}
