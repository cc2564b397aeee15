import * as fs from "fs";
import * as path from "path";
import * as ts from "typescript";
import { PROJECT, filesBelow } from "../support/project";

const LIB = path.join(PROJECT, "lib");

/** Every code that lib can give an error or a report, with the files it is written in. */
export function errorCodes(): Map<string, string[]> {
  const sources = filesBelow(LIB)
    .filter((file) => file.endsWith(".ts") && !file.startsWith("imports/"))
    .map((file) => ts.createSourceFile(file, fs.readFileSync(path.join(LIB, file), "utf8"), ts.ScriptTarget.ES2022, true));
  const codes = new Map<string, string[]>();
  const found = (code: string, node: ts.Node): void => {
    const { fileName } = node.getSourceFile();
    const files = codes.get(code) ?? [];
    if (!files.includes(fileName)) codes.set(code, [...files, fileName]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const code = property(node, "code");
      // What has a code and a subject is an error, or what becomes one.
      if (code !== undefined && property(node, "subject") !== undefined)
        literals(codeOf(code), sources).forEach((text) => found(text, code));
    } else if (ts.isCallExpression(node) && node.expression.getText() === "problem") {
      literals(node.arguments[0], sources).forEach((text) => found(text, node));
    }
    ts.forEachChild(node, visit);
  };
  sources.forEach(visit);
  return codes;
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined {
  return object.properties.find((member) => member.name?.getText() === name);
}

function codeOf(member: ts.ObjectLiteralElementLike): ts.Expression {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  if (ts.isShorthandPropertyAssignment(member)) return member.name;
  throw unclear(member);
}

/** The texts that an expression can be. One that cannot be told is an error: no code is to slip through. */
function literals(expression: ts.Expression, sources: readonly ts.SourceFile[]): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isConditionalExpression(expression))
    return [...literals(expression.whenTrue, sources), ...literals(expression.whenFalse, sources)];
  // The code of a claim, a check or another error: the literal is where that was made.
  if (ts.isPropertyAccessExpression(expression) && expression.name.text === "code") return [];
  if (!ts.isIdentifier(expression)) throw unclear(expression);
  const declaration = declarationOf(expression);
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.initializer !== undefined) return literals(declaration.initializer, sources);
    // `const { code, … } = this` takes over what another error has.
    throw unclear(declaration);
  }
  if (ts.isBindingElement(declaration)) return [];
  const callable = declaration.parent;
  const index = callable.parameters.indexOf(declaration);
  const name = nameOf(callable);
  // `problem(code, message)` is looked at where it is called.
  if (name === "problem") return [];
  const calls: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && (node.expression.getText() === name || node.expression.getText().endsWith(`.${name}`))) {
      calls.push(...literals(node.arguments[index], sources));
    }
    ts.forEachChild(node, visit);
  };
  sources.forEach(visit);
  return calls;
}

function declarationOf(identifier: ts.Identifier): ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement {
  for (let scope: ts.Node = identifier.parent; scope !== undefined; scope = scope.parent) {
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      const named = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
      if (named && node.name.getText() === identifier.text) found.push(node);
      else if (node === scope || !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
    };
    visit(scope);
    const [first] = found;
    if (first !== undefined && (ts.isVariableDeclaration(first) || ts.isParameter(first) || ts.isBindingElement(first))) return first;
  }
  throw unclear(identifier);
}

function nameOf(callable: ts.Node): string {
  if ((ts.isFunctionDeclaration(callable) || ts.isMethodDeclaration(callable)) && callable.name !== undefined)
    return callable.name.getText();
  if (ts.isVariableDeclaration(callable.parent)) return callable.parent.name.getText();
  throw unclear(callable);
}

function unclear(node: ts.Node): Error {
  const file = node.getSourceFile();
  return new Error(
    `lib/${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: cannot tell the code of this error`,
  );
}
