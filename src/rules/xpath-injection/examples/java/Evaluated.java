package xml;

import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

class Evaluated {
    String find(Document document, HttpServletRequest request) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String expression = "/users/user[name='" + request.getParameter("name") + "']";
        return xpath.evaluate(expression, document); // assay: xpath-injection
    }
}
