// Which simple names mean `java.lang` without an import, and which types the IR spells its own way.

/** Types of `java.lang` that people name in code; exceptions and errors are told by their ending. */
const JAVA_LANG: ReadonlySet<string> = new Set(
  (
    'Appendable AutoCloseable Boolean Byte Character CharSequence Class ClassLoader ClassValue Cloneable Comparable ' +
    'Compiler Deprecated Double Enum Float FunctionalInterface Integer Iterable Long Math Module Number Object ' +
    'Override Package Process ProcessBuilder ProcessHandle Readable Record Runnable Runtime RuntimePermission SafeVarargs ' +
    'SecurityManager Short StackTraceElement StackWalker StrictMath String StringBuffer StringBuilder ' +
    'SuppressWarnings System Thread ThreadGroup ThreadLocal InheritableThreadLocal Void Throwable Exception Error'
  ).split(' '),
);

const LANG_EXCEPTION =
  /^(Runtime|IllegalArgument|IllegalState|NullPointer|IndexOutOfBounds|ArrayIndexOutOfBounds|StringIndexOutOfBounds|ClassCast|ClassNotFound|NumberFormat|Arithmetic|UnsupportedOperation|Interrupted|CloneNotSupported|NoSuchField|NoSuchMethod|Instantiation|IllegalAccess|NegativeArraySize|ArrayStore|Security|ReflectiveOperation|IllegalMonitorState|IllegalThreadState|EnumConstantNotPresent|TypeNotPresent)Exception$|^(Assertion|OutOfMemory|StackOverflow|VirtualMachine|Linkage|NoClassDefFound|ExceptionInInitializer|UnsatisfiedLink|Internal|Abstract[A-Za-z]*)Error$/;

/** Whether an unimported simple name is a type of `java.lang`. */
export function isJavaLang(name: string): boolean {
  return JAVA_LANG.has(name) || LANG_EXCEPTION.test(name);
}

/** Primitive and boxed types, and those that stand for plain strings, as the IR names them. */
const IR_NAME: ReadonlyMap<string, string> = new Map([
  ...['byte', 'short', 'int', 'long', 'float', 'double'].map((name) => [name, 'number'] as const),
  ...['Byte', 'Short', 'Integer', 'Long', 'Float', 'Double', 'Number'].map(
    (name) => [`java.lang.${name}`, 'number'] as const,
  ),
  ['java.math.BigInteger', 'java.math.BigInteger'],
  ['boolean', 'boolean'],
  ['java.lang.Boolean', 'boolean'],
  ['char', 'char'],
  ['java.lang.Character', 'char'],
  ['java.lang.String', 'string'],
  ['java.lang.CharSequence', 'string'],
]);

/** `java.lang.Integer` → `number`; other names stay. */
export function irTypeName(qualified: string): string {
  return IR_NAME.get(qualified) ?? qualified;
}

/** Types whose arithmetic truncates. */
const INTEGRAL: ReadonlySet<string> = new Set([
  'byte',
  'short',
  'int',
  'long',
  'char',
  'java.lang.Byte',
  'java.lang.Short',
  'java.lang.Integer',
  'java.lang.Long',
  'java.lang.Character',
]);

export function isIntegralType(qualified: string): boolean {
  return INTEGRAL.has(qualified);
}

/** Classes whose methods are static, so that `Type::method` means a function and not a method of its first argument. */
const STATIC_HOLDER =
  /^(Math|StrictMath|Objects|Arrays|Collections|Collectors|List|Set|Map|Paths|Path|Files|URLDecoder|URLEncoder|Base64|System|Encode|Executors|Optional|Stream|IntStream|LoggerFactory|Logger|DriverManager|MessageDigest|Cipher|UUID|Pattern|URI|Charset|HtmlUtils|JavaScriptUtils)$|(Utils?|Helpers?|Factory|Encoders?|Sanitizers?|Validators?)$/;
const STATIC_METHOD =
  /^(valueOf|of|from|parse[A-Z]?\w*|format|join|copyValueOf|isNull|nonNull|to[A-Z]\w*String|getInstance|create|decode|encode)$/;
const STATIC_BOX_METHOD =
  /^(parse\w*|valueOf|decode|toString|to\w+String|sum|max|min|compare|is[A-Z]\w*|to(Upper|Lower|Title)Case|getNumericValue|hashCode|logical\w*)$/;
const BOX = /^(Byte|Short|Integer|Long|Float|Double|Boolean|Character)$/;

/** Whether `Type::method` of a library names a static method: a guess from names, since libraries are not read. */
export function isStaticReference(simpleType: string, method: string): boolean {
  if (BOX.test(simpleType)) return STATIC_BOX_METHOD.test(method);
  return STATIC_HOLDER.test(simpleType) || STATIC_METHOD.test(method);
}
