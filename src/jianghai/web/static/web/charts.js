// Draws the charts of a page from the options beside them, in the colours of the theme; the tables below say the same.
(() => {
  const css = () => getComputedStyle(document.documentElement);
  const coloured = (value, style) => {
    if (typeof value === "string") {
      if (value === "inherit") return getComputedStyle(document.body).fontFamily;
      return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
    }
    if (Array.isArray(value)) return value.map((one) => coloured(one, style));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one, style)]));
  };
  const themed = (option, style) => {
    const ink = style.getPropertyValue("--ink").trim();
    const line = style.getPropertyValue("--line").trim();
    const axis = { axisLabel: { color: ink }, nameTextStyle: { color: ink }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } } };
    const merged = { ...option, textStyle: { ...option.textStyle, color: ink } };
    for (const name of ["xAxis", "yAxis"]) if (option[name]) merged[name] = { ...axis, ...option[name], nameTextStyle: { ...axis.nameTextStyle, ...option[name].nameTextStyle } };
    if (option.radar) merged.radar = { ...option.radar, axisName: { color: ink }, splitArea: { show: false }, splitLine: { lineStyle: { color: line } }, axisLine: { lineStyle: { color: line } } };
    if (option.legend) merged.legend = { ...option.legend, textStyle: { color: ink } };
    return merged;
  };
  const draw = (place) => {
    const given = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const style = css();
    const chart = echarts.getInstanceByDom(place) || echarts.init(place, null, { renderer: "svg" });
    chart.setOption(themed(coloured(given, style), style), true);
    return chart;
  };
  const places = [...document.querySelectorAll("[data-chart]")];
  const charts = places.map(draw);
  new ResizeObserver(() => charts.forEach((chart) => chart.resize())).observe(document.body);
  new MutationObserver(() => places.forEach(draw)).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
