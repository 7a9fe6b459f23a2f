package shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;

class AllowLists {
    private static final Set<String> COLUMNS = Set.of("name", "age");

    ResultSet sorted(Connection connection, HttpServletRequest request) throws SQLException {
        String column = request.getParameter("sort");
        if (!COLUMNS.contains(column)) {
            throw new IllegalArgumentException("column");
        }
        return connection.createStatement().executeQuery("SELECT * FROM users ORDER BY " + column);
    }

    ResultSet directed(Connection connection, HttpServletRequest request) throws SQLException {
        String direction = switch (request.getParameter("direction")) {
            case "down" -> "DESC";
            default -> "ASC";
        };
        return connection.createStatement().executeQuery("SELECT * FROM users ORDER BY name " + direction);
    }

    ResultSet equal(Connection connection, HttpServletRequest request) throws SQLException {
        String table = request.getParameter("table");
        if ("users".equals(table) || "guests".equals(table)) {
            return connection.createStatement().executeQuery("SELECT * FROM " + table);
        }
        return null;
    }
}
