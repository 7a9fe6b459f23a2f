package stub;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A connection that prints the statements that it runs, values of placeholders beside them. */
public final class Database {
  private Database() {}

  public static Connection connect() {
    return proxy(Connection.class, (self, method, arguments) -> {
      if (method.getName().equals("createStatement")) return statement((Connection) self, null);
      if (method.getName().equals("prepareStatement")) return statement((Connection) self, (String) arguments[0]);
      return null;
    });
  }

  private static PreparedStatement statement(Connection connection, String prepared) {
    Map<Integer, Object> values = new TreeMap<>();
    return proxy(PreparedStatement.class, (self, method, arguments) -> {
      String name = method.getName();
      if (name.equals("getConnection")) return connection;
      if (name.startsWith("set")) {
        values.put((Integer) arguments[0], arguments[1]);
        return null;
      }
      if (!name.startsWith("execute")) return null;
      String sql = prepared == null ? (String) arguments[0] : prepared;
      for (Object value : values.values()) {
        sql = sql.replaceFirst("\\?", java.util.regex.Matcher.quoteReplacement("'" + value.toString().replace("'", "''") + "'"));
      }
      System.out.println(sql);
      return method.getReturnType() == int.class ? (Object) 1 : method.getReturnType() == boolean.class ? (Object) false : null;
    });
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
