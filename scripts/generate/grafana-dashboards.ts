// Makes deploy/grafana/*.generated.json from deploy/grafana/dashboards.ts.
import { DASHBOARDS, type Dashboard, type Panel } from '../../deploy/grafana/dashboards.ts';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Grafana's grid has 24 columns: three panels a row. */
const WIDTH = 8;
const HEIGHT = 8;
/** of Grafana 10 and 11 */
const SCHEMA_VERSION = 39;

export function generateGrafanaDashboards(): { readonly path: string; readonly text: string }[] {
  return DASHBOARDS.map((dashboard) => ({
    path: `deploy/grafana/${dashboard.name}.generated.json`,
    text: `${JSON.stringify(toGrafana(dashboard), null, 2)}\n`,
  }));
}

function toGrafana({ name, title, panels }: Dashboard) {
  return {
    uid: `assay-${name}`,
    title,
    tags: ['assay'],
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }] },
    panels: panels.map(toPanel),
  };
}

function toPanel({ title, description, unit, queries }: Panel, index: number) {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    description,
    datasource: DATASOURCE,
    gridPos: { x: (index % (24 / WIDTH)) * WIDTH, y: Math.floor((index * WIDTH) / 24) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit: unit === 'cores' ? 'short' : unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: queries.map(({ expression, legend }, position) => ({
      refId: String.fromCharCode(65 + position),
      datasource: DATASOURCE,
      expr: expression,
      legendFormat: legend,
    })),
  };
}
