package shop

import (
	"database/sql"
	"net/http"
	"regexp"
)

var columns = map[string]string{"name": "name", "price": "unit_price"}

var allowed = map[string]bool{"asc": true, "desc": true}

var identifier = regexp.MustCompile(`^[a-z_]+$`)

func listed(db *sql.DB, w http.ResponseWriter, r *http.Request) {
	column, ok := columns[r.FormValue("sort")]
	if !ok {
		return
	}
	direction := r.FormValue("direction")
	if !allowed[direction] {
		direction = "asc"
	}
	_, _ = db.Query("SELECT name FROM products ORDER BY " + column + " " + direction)
}

func chosen(db *sql.DB, r *http.Request) {
	table := r.FormValue("table")
	switch table {
	case "orders", "customers":
		_, _ = db.Query("SELECT * FROM " + table)
	}
}

func matching(db *sql.DB, r *http.Request) {
	table := r.FormValue("table")
	if !identifier.MatchString(table) {
		return
	}
	_, _ = db.Query("SELECT * FROM " + table)
	if _, found := allowed[r.FormValue("order")]; found {
		_, _ = db.Query("SELECT * FROM orders")
	}
}
