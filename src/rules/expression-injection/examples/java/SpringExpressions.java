package rules;

import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SpringExpressions {
    private final ExpressionParser parser = new SpelExpressionParser();

    Object filter(@RequestParam String expression) {
        return parser.parseExpression(expression).getValue(); // assay: expression-injection
    }
}
