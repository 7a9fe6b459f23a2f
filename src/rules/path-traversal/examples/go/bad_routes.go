package files

import (
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/gorilla/mux"
)

func report(w http.ResponseWriter, r *http.Request) {
	vars := mux.Vars(r)
	data, err := os.ReadFile("reports/" + vars["id"] + ".json") // assay: path-traversal
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(data)
}

func note(w http.ResponseWriter, r *http.Request) {
	os.WriteFile(chi.URLParam(r, "note"), []byte("seen"), 0o600) // assay: path-traversal
}
