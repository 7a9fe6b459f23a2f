// One page of ordinary code in each language, to be repeated: `§` is a number that makes every copy's names its own.

/** What a file begins with, and what is repeated in it. */
export interface CodeUnit {
  readonly extension: string;
  readonly head: string;
  readonly unit: string;
}

const javascript = `
class Orders§ {
  constructor(store, options = {}) {
    this.store = store;
    this.limit = options.limit ?? 50;
    this.seen = new Map();
  }

  async load§(customer, page) {
    const key = \`\${customer}:\${page}\`;
    if (this.seen.has(key)) return this.seen.get(key);
    const rows = await this.store.query('SELECT id, total FROM orders WHERE customer = ? LIMIT ?', [customer, this.limit]);
    const orders = rows.filter((row) => row.total > 0).map((row) => ({ id: row.id, total: row.total / 100 }));
    this.seen.set(key, orders);
    return orders;
  }

  sum§(orders) {
    let total = 0;
    for (const order of orders) {
      if (order.total > 1000) total += order.total * 0.95;
      else total += order.total;
    }
    return total;
  }
}

function describe§(order, names) {
  const parts = [];
  switch (order.state) {
    case 'open':
      parts.push('waiting');
      break;
    case 'sent':
      parts.push('on its way');
      break;
    default:
      parts.push(names[order.state] || 'unknown');
  }
  try {
    parts.push(JSON.stringify(order.lines));
  } catch (error) {
    parts.push(String(error.message));
  }
  return parts.join(', ');
}

app.get('/orders§/:id', async (req, res, next) => {
  const orders = await new Orders§(db, { limit: 10 }).load§(req.params.id, 0);
  if (orders.length === 0) return next();
  res.json({ text: describe§(orders[0], {}), count: orders.length });
});
`;

const python = `
class Orders§:
    """Orders of one customer."""

    def __init__(self, store, limit=50):
        self.store = store
        self.limit = limit
        self.seen = {}

    def load§(self, customer, page):
        key = f"{customer}:{page}"
        if key in self.seen:
            return self.seen[key]
        rows = self.store.execute("SELECT id, total FROM orders WHERE customer = ?", (customer,))
        orders = [{"id": row[0], "total": row[1] / 100} for row in rows if row[1] > 0]
        self.seen[key] = orders
        return orders

    def sum§(self, orders):
        total = 0
        for order in orders:
            if order["total"] > 1000:
                total += order["total"] * 0.95
            else:
                total += order["total"]
        return total


def describe§(order, names):
    parts = []
    if order["state"] == "open":
        parts.append("waiting")
    elif order["state"] == "sent":
        parts.append("on its way")
    else:
        parts.append(names.get(order["state"], "unknown"))
    try:
        parts.append(json.dumps(order["lines"]))
    except (KeyError, TypeError) as error:
        parts.append(str(error))
    return ", ".join(parts)


@app.route("/orders§/<id>")
def show§(id):
    orders = Orders§(db, limit=10).load§(id, 0)
    if not orders:
        abort(404)
    return jsonify(text=describe§(orders[0], {}), count=len(orders))
`;

const java = `
class Orders§ {
  private final Store store;
  private final int limit;
  private final Map<String, List<Order>> seen = new HashMap<>();

  Orders§(Store store, int limit) {
    this.store = store;
    this.limit = limit;
  }

  List<Order> load§(String customer, int page) throws SQLException {
    String key = customer + ":" + page;
    if (seen.containsKey(key)) return seen.get(key);
    PreparedStatement statement = store.connection().prepareStatement("SELECT id, total FROM orders WHERE customer = ?");
    statement.setString(1, customer);
    ResultSet rows = statement.executeQuery();
    List<Order> orders = new ArrayList<>();
    while (rows.next() && orders.size() < limit) {
      if (rows.getInt("total") > 0) orders.add(new Order(rows.getString("id"), rows.getInt("total") / 100));
    }
    seen.put(key, orders);
    return orders;
  }

  double sum§(List<Order> orders) {
    double total = 0;
    for (Order order : orders) {
      if (order.total() > 1000) total += order.total() * 0.95;
      else total += order.total();
    }
    return total;
  }

  String describe§(Order order, Map<String, String> names) {
    StringBuilder text = new StringBuilder();
    switch (order.state()) {
      case "open":
        text.append("waiting");
        break;
      case "sent":
        text.append("on its way");
        break;
      default:
        text.append(names.getOrDefault(order.state(), "unknown"));
    }
    try {
      text.append(order.lines().stream().map(Object::toString).collect(Collectors.joining(", ")));
    } catch (IllegalStateException error) {
      text.append(error.getMessage());
    }
    return text.toString();
  }
}
`;

const go = `
type Orders§ struct {
	store *sql.DB
	limit int
	seen  map[string][]Order
}

func NewOrders§(store *sql.DB, limit int) *Orders§ {
	return &Orders§{store: store, limit: limit, seen: map[string][]Order{}}
}

func (o *Orders§) load(customer string, page int) ([]Order, error) {
	key := fmt.Sprintf("%s:%d", customer, page)
	if found, ok := o.seen[key]; ok {
		return found, nil
	}
	rows, err := o.store.Query("SELECT id, total FROM orders WHERE customer = ?", customer)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	orders := []Order{}
	for rows.Next() && len(orders) < o.limit {
		var order Order
		if err := rows.Scan(&order.ID, &order.Total); err != nil {
			return nil, err
		}
		orders = append(orders, order)
	}
	o.seen[key] = orders
	return orders, nil
}

func describe§(order Order, names map[string]string) string {
	parts := []string{}
	switch order.State {
	case "open":
		parts = append(parts, "waiting")
	case "sent":
		parts = append(parts, "on its way")
	default:
		parts = append(parts, names[order.State])
	}
	return strings.Join(parts, ", ")
}

func show§(w http.ResponseWriter, r *http.Request) {
	orders, err := NewOrders§(db, 10).load(r.FormValue("id"), 0)
	if err != nil || len(orders) == 0 {
		http.NotFound(w, r)
		return
	}
	json.NewEncoder(w).Encode(map[string]any{"text": describe§(orders[0], nil), "count": len(orders)})
}
`;

const typescript = javascript
  .replace(
    'constructor(store, options = {})',
    'constructor(private readonly store: Store, options: { limit?: number } = {})',
  )
  .replace('    this.store = store;\n', '')
  .replace('async load§(customer, page)', 'async load§(customer: string, page: number): Promise<Order[]>')
  .replace('sum§(orders)', 'sum§(orders: readonly Order[]): number')
  .replace('describe§(order, names)', 'describe§(order: Order, names: Readonly<Record<string, string>>): string');

const express = "const express = require('express');\nconst app = express();\nconst db = require('./db');\n";

export const CODE_UNITS: Readonly<Record<string, CodeUnit>> = {
  javascript: { extension: '.js', head: express, unit: javascript },
  typescript: {
    extension: '.ts',
    head: "import express from 'express';\nimport { db } from './db.ts';\nconst app = express();\n",
    unit: typescript,
  },
  python: {
    extension: '.py',
    head: 'import json\nfrom flask import Flask, abort, jsonify\nfrom .db import db\n\napp = Flask(__name__)\n',
    unit: python,
  },
  java: {
    extension: '.java',
    head: 'package shop;\n\nimport java.sql.*;\nimport java.util.*;\nimport java.util.stream.Collectors;\n',
    unit: java,
  },
  go: {
    extension: '.go',
    head: 'package shop\n\nimport (\n\t"database/sql"\n\t"encoding/json"\n\t"fmt"\n\t"net/http"\n\t"strings"\n)\n',
    unit: go,
  },
};
