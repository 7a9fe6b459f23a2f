package store

import "database/sql"

func remove(db *sql.DB, id string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	statement, err := tx.Prepare("DELETE FROM items WHERE id = $1")
	if err != nil {
		return tx.Rollback()
	}
	if _, err = statement.Exec(id); err != nil {
		return tx.Rollback()
	}
	return tx.Commit()
}
