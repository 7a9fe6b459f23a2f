import layout
import queries


def archive():
    statement = "DELETE FROM %s WHERE age > 30" % layout.table()  # assay: composed-sql
    queries.run(statement)
    queries.run(f"SELECT name FROM {layout.table()} WHERE id = 1")  # assay: composed-sql
    queries.run("SELECT name FROM {} WHERE id = 1".format(layout.table()))  # assay: composed-sql
