package store

import (
	"database/sql"
	"os"
)

func names(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT name FROM items")
	if err != nil {
		return 0, err
	}
	count := 0
	for rows.Next() {
		count++
	}
	return count, rows.Err()
}

func first(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM items") // assay: resource-leak
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var name string
		return name, rows.Scan(&name)
	}
	return "", rows.Err()
}

func mark(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}
