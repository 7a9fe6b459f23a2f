package shop

import (
	"database/sql"
	"net/http"
	"strconv"
)

func product(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		row := db.QueryRow("SELECT name FROM products WHERE id = $1", r.FormValue("id"))
		var name string
		if err := row.Scan(&name); err != nil {
			http.NotFound(w, r)
		}
	}
}

func page(db *sql.DB, w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.FormValue("page"))
	if err != nil {
		return
	}
	rows, err := db.Query("SELECT name FROM products LIMIT 10 OFFSET " + strconv.Itoa(number*10))
	if err == nil {
		rows.Close()
	}
}

func prepared(db *sql.DB, r *http.Request) (*sql.Rows, error) {
	statement, err := db.Prepare("SELECT * FROM orders WHERE state = ?")
	if err != nil {
		return nil, err
	}
	return statement.Query(r.FormValue("state"))
}
