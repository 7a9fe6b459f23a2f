def reachable(start, neighbours):
    queue = list(neighbours[start])
    for node in queue:
        queue.extend(neighbours[node])
    return queue


def without_empty(rows):
    for row in rows:
        if not row:
            rows.remove(row)  # assay: modified-while-iterated
    return rows
