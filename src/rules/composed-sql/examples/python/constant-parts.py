import queries

TABLE = "people"


def rows(limit: int):
    queries.run("SELECT name FROM " + TABLE + " WHERE id = 1")
    queries.run(f"SELECT name FROM people LIMIT {int(limit)}")
    queries.run("Please select one from {}".format(queries.names()))
