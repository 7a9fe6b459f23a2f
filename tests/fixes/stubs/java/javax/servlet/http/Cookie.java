package javax.servlet.http;

/** Stands in for the servlet API. */
public class Cookie {
  private final String text;
  private boolean secure;

  public Cookie(String name, String value) {
    this.text = name + "=" + value;
  }

  public void setSecure(boolean secure) {
    this.secure = secure;
  }

  public void setHttpOnly(boolean httpOnly) {}

  @Override
  public String toString() {
    return text + (secure ? "; Secure" : "; in clear");
  }
}
