// Parses Groovy files, and looks at the sections of declarative Jenkinsfiles.

import org.codehaus.groovy.ast.expr.ClosureExpression
import org.codehaus.groovy.ast.expr.MethodCallExpression
import org.codehaus.groovy.ast.stmt.ExpressionStatement
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.Phases

sections = [
  pipeline: ['agent', 'environment', 'options', 'parameters', 'post', 'stages', 'tools', 'triggers'],
  stages: ['stage'],
  parallel: ['stage'],
  stage: ['agent', 'environment', 'failFast', 'input', 'matrix', 'options', 'parallel', 'post',
    'stages', 'steps', 'tools', 'when'],
  post: ['aborted', 'always', 'changed', 'cleanup', 'failure', 'fixed', 'regression', 'success',
    'unstable', 'unsuccessful'],
]
needed = [pipeline: ['agent', 'stages'], stages: ['stage']]

def calls(statements) {
  statements.findAll { it instanceof ExpressionStatement }*.expression
    .findAll { it instanceof MethodCallExpression }
}

def look(call, path) {
  def name = call.methodAsString
  if (!sections[name]) return
  def body = call.arguments.expressions.find { it instanceof ClosureExpression }
  def inner = calls(body ? body.code.statements : [])
  def names = inner*.methodAsString
  def odd = names.find { !(it in sections[name]) }
  if (odd) throw new Exception("$path:$call.lineNumber: '$odd' is no section of '$name'")
  def gap = needed[name].find { !(it in names) }
  if (gap) throw new Exception("$path:$call.lineNumber: '$name' has no '$gap'")
  inner.each { look(it, path) }
}

args.each { path ->
  def unit = new CompilationUnit()
  unit.addSource(new File(path))
  try {
    unit.compile(Phases.CONVERSION)
    calls(unit.AST.modules[0].statementBlock.statements)
      .findAll { it.methodAsString == 'pipeline' }.each { look(it, path) }
    println "parsed $path"
  } catch (Exception error) {
    System.err.println error.message
    System.exit(1)
  }
}
