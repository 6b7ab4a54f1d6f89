/** Finds exported names that no other file uses: such a name is either dead or private. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import {projectFiles, root} from '../project-files.ts';

const PRODUCT = ['protocol', 'lib', 'terminal', 'server', 'source'];
const AROUND = ['scripts', 'bench', 'test'];

/** What a tool imports by its path, or a program that uses the package. */
const FOR_OTHERS = /^(scripts\/bundle\/|test\/global-setup\.ts$|source\/library\/(api|index)\.ts$)/;

type Names = {readonly file: string; readonly exported: readonly string[]; readonly used: readonly string[]};

/** The exported names that no other file uses, each with a sentence. */
export async function unusedExports(): Promise<string[]> {
	const files = await Promise.all((await projectFiles([...PRODUCT, ...AROUND])).map(namesOf));
	const used = new Set(files.flatMap(file => file.used));
	return files
		.filter(({file}) => !FOR_OTHERS.test(file))
		.flatMap(({file, exported}) =>
			exported.filter(name => !used.has(`${file}#${name}`)).map(name => [file, name]),
		)
		.map(([file, name]) => `${file} exports ${name}, which no other file uses.`);
}

/** What a file exports, but for schemas, which a test walks all of; and what it takes from other files, as `file#name`. */
async function namesOf(file: string): Promise<Names> {
	const source = ts.createSourceFile(
		file,
		await readFile(path.join(root, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const hasSchemas = /from 'zod'|\bstoredList\(/.test(source.text);
	const exported = source.statements
		.flatMap(exportedBy)
		.filter(name => !(hasSchemas && /^[a-z]/.test(name) && isConstant(source, name)));
	const used: string[] = [];
	const visit = (node: ts.Node): void => {
		used.push(...usedBy(node, file));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return {file, exported, used};
}

function isConstant(source: ts.SourceFile, name: string): boolean {
	return source.statements.some(
		statement =>
			ts.isVariableStatement(statement) &&
			statement.declarationList.declarations.some(declaration => declaration.name.getText() === name),
	);
}

function exportedBy(statement: ts.Statement): string[] {
	const isExported =
		ts.canHaveModifiers(statement) &&
		ts.getModifiers(statement)?.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword);
	const isDefault =
		ts.canHaveModifiers(statement) &&
		ts.getModifiers(statement)?.some(({kind}) => kind === ts.SyntaxKind.DefaultKeyword);
	if (!isExported || isDefault) return [];
	if (ts.isVariableStatement(statement))
		return statement.declarationList.declarations.flatMap(({name}) =>
			ts.isIdentifier(name) ? [name.text] : [],
		);
	const {name} = statement as ts.DeclarationStatement;
	return name && ts.isIdentifier(name) ? [name.text] : [];
}

/** `import {a} from`, `import * as all from` with `all.a`, and `const {a} = await import()`. */
function usedBy(node: ts.Node, file: string): string[] {
	if (ts.isImportDeclaration(node)) return importedBy(node, file);
	if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
		const from = dynamicImport(node.initializer);
		if (from === undefined) return [];
		return node.name.elements.map(({propertyName, name}) =>
			key(file, from, (propertyName ?? name).getText()),
		);
	}

	if (ts.isPropertyAccessExpression(node)) {
		const from = dynamicImport(node.expression);
		return from === undefined ? [] : [key(file, from, node.name.text)];
	}

	return [];
}

function importedBy(node: ts.ImportDeclaration, file: string): string[] {
	const from = (node.moduleSpecifier as ts.StringLiteral).text;
	const bindings = node.importClause?.namedBindings;
	if (!bindings) return [];
	if (ts.isNamedImports(bindings))
		return bindings.elements.map(({propertyName, name}) => key(file, from, (propertyName ?? name).text));
	const {text} = bindings.name;
	const members: string[] = [];
	const visit = (child: ts.Node): void => {
		if (ts.isPropertyAccessExpression(child) && child.expression.getText() === text)
			members.push(key(file, from, child.name.text));
		if (ts.isQualifiedName(child) && child.left.getText() === text)
			members.push(key(file, from, child.right.text));
		ts.forEachChild(child, visit);
	};
	visit(node.getSourceFile());
	return members;
}

function dynamicImport(node: ts.Node): string | undefined {
	if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) return dynamicImport(node.expression);
	if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
	const [specifier] = node.arguments;
	return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function key(file: string, from: string, name: string): string {
	return `${path.posix.join(path.posix.dirname(file), from)}#${name}`;
}
