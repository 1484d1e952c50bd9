/// Shows the numbers under a pointer, read back from the drawing itself; without it nothing is missing.
enum PageScript {
    static let text = """
        for(const plot of document.querySelectorAll('.plot')){
        const lines=[...plot.querySelectorAll('.line')];if(!lines.length)continue;
        const d=plot.dataset,from=+d.from,to=+d.to,low=+d.low,high=+d.high;let points=null,box=null;
        const read=()=>points=lines.map(line=>{const list=[];let x=0,y=0;
        for(const m of line.getAttribute('d').matchAll(/([ML])([\\d.-]+) ([\\d.-]+)|V([\\d.-]+)/g)){
        if(m[1]){x=+m[2];y=+m[3];list.push([x,y])}else{y=+m[4];list[list.length-1][1]=y}}return list});
        const two=n=>String(n).padStart(2,'0');
        const time=ms=>{if(d.origin==='utc')return new Date(ms).toISOString().slice(0,19).replace('T',' ');
        const s=Math.max(0,Math.floor((ms-d.origin)/1000));
        return Math.floor(s/3600)+':'+two(Math.floor(s/60)%60)+':'+two(s%60)};
        const hide=()=>{if(box){box.forEach(e=>e.remove());box=null}};
        plot.addEventListener('pointerleave',hide);
        plot.addEventListener('pointermove',e=>{if(!points)read();const r=plot.getBoundingClientRect();
        const part=Math.min(1,Math.max(0,(e.clientX-r.left)/r.width)),at=part*2000;
        if(!box){box=['cursor','tip'].map(c=>{const n=document.createElement('div');n.className=c;
        plot.append(n);return n})}
        const digits=Math.max(0,Math.min(9,3-Math.floor(Math.log10(high-low))));
        box[0].style.left=part*100+'%';box[1].textContent='';
        const head=document.createElement('b');head.textContent=time(from+part*(to-from));
        box[1].append(head);
        points.forEach((list,i)=>{let found=null;for(const p of list){if(p[0]>at)break;found=p}
        if(!found)return;const row=document.createElement('div'),mark=document.createElement('i');
        mark.className=lines[i].classList[1];
        row.append(mark,lines[i].dataset.name+'  '+(high-found[1]/1000*(high-low)).toFixed(digits));
        box[1].append(row)});
        box[1].style.left=part<.6?'calc('+part*100+'% + 10px)':'';
        box[1].style.right=part<.6?'':'calc('+(1-part)*100+'% + 10px)'})}
        """
}
