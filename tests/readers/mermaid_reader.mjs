// Reads a Mermaid flowchart from stdin with Mermaid's own parser and tells what is in it, as JSON.
import fs from 'node:fs'
import { JSDOM } from 'jsdom'

const page = new JSDOM('')
globalThis.window = page.window
globalThis.document = page.window.document
const mermaid = (await import('mermaid')).default
mermaid.initialize({ maxTextSize: 5_000_000, maxEdges: 5_000 })
const diagram = await mermaid.mermaidAPI.getDiagramFromText(fs.readFileSync(0, 'utf8'))
const vertices = [...diagram.db.getVertices().values()]
console.log(JSON.stringify({
  nodes: vertices.map(vertex => vertex.id),
  edges: diagram.db.getEdges().length,
  links: vertices.filter(vertex => vertex.link || vertex.haveCallback).length,
}))
