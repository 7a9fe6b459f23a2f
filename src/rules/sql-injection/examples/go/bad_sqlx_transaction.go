package shop

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
)

func latest(db *sqlx.DB) echo.HandlerFunc {
	return func(c echo.Context) error {
		names := []string{}
		table := c.Param("table")
		if err := db.Select(&names, "SELECT name FROM "+table); err != nil { // assay: sql-injection
			return err
		}
		return c.JSON(200, names)
	}
}

func move(ctx context.Context, db *sqlx.DB, from string) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	switch kind := from; {
	case len(kind) > 3:
		_, err = tx.ExecContext(ctx, "UPDATE moves SET done = 1 WHERE origin = '"+kind+"'") // assay: sql-injection
	}
	return err
}
