package shop

import (
	"database/sql"
	"net/http"
	"strings"
)

type Filter struct {
	column string
	values []string
}

type Repository struct {
	db *sql.DB
}

func (f *Filter) where() string {
	return f.column + " IN ('" + strings.Join(f.values, "','") + "')"
}

func (p *Repository) find(f *Filter) (*sql.Rows, error) {
	var query strings.Builder
	query.WriteString("SELECT * FROM orders WHERE ")
	query.WriteString(f.where())
	return p.db.Query(query.String()) // assay: sql-injection
}

func (p *Repository) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		return
	}
	filter := &Filter{column: "state"}
	for _, state := range r.Form["state"] {
		filter.values = append(filter.values, state)
	}
	_, _ = p.find(filter)
}
