package rules;

import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.springframework.expression.spel.standard.SpelExpressionParser;

class KnownExpressions {
    Object filter(HttpServletRequest request) {
        String expression = "all".equals(request.getParameter("filter")) ? "true" : "active";
        return new SpelExpressionParser().parseExpression(expression).getValue();
    }
}
