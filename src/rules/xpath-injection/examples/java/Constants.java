package xml;

import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import org.w3c.dom.Document;

class Constants {
    String find(XPath xpath, Document document, HttpServletRequest request) throws XPathExpressionException {
        String element = request.getParameter("element");
        if (!"name".equals(element)) {
            element = "id";
        }
        return xpath.evaluate("/users/user/" + element, document);
    }
}
