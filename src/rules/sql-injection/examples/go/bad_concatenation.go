package shop

import (
	"database/sql"
	"fmt"
	"net/http"
)

var db *sql.DB

func product(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	rows, err := db.Query("SELECT name FROM products WHERE id = '" + id + "'") // assay: sql-injection
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	defer rows.Close()
}

func remove(w http.ResponseWriter, r *http.Request) {
	statement := fmt.Sprintf("DELETE FROM products WHERE name = '%s'", r.FormValue("name"))
	if _, err := db.ExecContext(r.Context(), statement); err != nil { // assay: sql-injection
		w.WriteHeader(http.StatusInternalServerError)
	}
}
