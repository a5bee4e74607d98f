# Cost as work grows: time, calls and memory of the engine by the number of ids and of callers at once.

# Gives a row for each pair of numbers.
function Measure-Growth {
    param([hashtable] $Tools, [hashtable] $Request, [string] $Scratch, [int] $Runs)

    foreach ($ids in 1, 10, 100, 1000, 10000) {
        $Request['registry_ids'] = @(foreach ($n in 1..$ids) { '{0:d12}' -f $n })
        $file = Join-Path $Scratch 'growth.json'
        [IO.File]::WriteAllText($file, (ConvertTo-Json $Request -Depth 3 -Compress))
        foreach ($callers in 1, 4, 16, 64) {
            # The largest take many seconds each, and vary little.
            $count = [Math]::Max(1, [Math]::Min($Runs, [Math]::Floor(20000 / ($ids * $callers))))
            $rows = @((Measure-Process -Tools $Tools -Runs $count -Request $file -Command $Tools.Cold, $Tools.Library, $callers).Lines | ForEach-Object { , [double[]]($_ -split ' ') })
            [pscustomobject]@{
                Ids     = $ids
                Callers = $callers
                Ms      = Get-Median ([double[]]@($rows | ForEach-Object { $_[1] }) | Sort-Object)
                Calls   = [int]$rows[0][2]
                MiB     = (Get-Median ([double[]]@($rows | ForEach-Object { $_[0] }) | Sort-Object)) / 1024
            }
        }
    }
}

# The rows as a picture, both axes logarithmic: a line for each number of callers, milliseconds over ids.
function ConvertTo-GrowthSvg {
    param([object[]] $Growth)

    $colors = @{ 1 = '#0969da'; 4 = '#1a7f37'; 16 = '#bc4c00'; 64 = '#8250df' }
    $culture = [cultureinfo]::InvariantCulture
    $lines = [Collections.Generic.List[string]]::new()
    $lines.Add('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 50 640 310" font-family="sans-serif" font-size="13" fill="#768390">')
    $lines.Add('<title>Milliseconds by the number of registries, for 1, 4, 16 and 64 callers at once</title>')
    foreach ($power in 0..4) {
        $x = 90 + 115 * $power
        $lines.Add("<text x=`"$x`" y=`"335`" text-anchor=`"middle`">$([Math]::Pow(10, $power).ToString('N0', $culture))</text>")
        $y = 310 - 60 * $power
        $lines.Add("<path d=`"M90 ${y}H550`" stroke=`"#768390`" stroke-opacity=`"0.3`"/>")
        $lines.Add("<text x=`"82`" y=`"$($y + 4)`" text-anchor=`"end`">$([Math]::Pow(10, $power).ToString('N0', $culture)) ms</text>")
    }
    $lines.Add('<text x="320" y="355" text-anchor="middle">registries asked for</text>')
    # From the slowest on, so that no label stands on another.
    $free = 0
    foreach ($group in $Growth | Group-Object Callers | Sort-Object { $_.Group[-1].Ms } -Descending) {
        $points = foreach ($row in $group.Group) {
            $x = 90 + 115 * [Math]::Log10($row.Ids)
            $y = 310 - 60 * [Math]::Log10([Math]::Max(1, $row.Ms))
            "$($x.ToString('N1', $culture)),$($y.ToString('N1', $culture))"
        }
        $color = $colors[[int]$group.Name]
        $last = $points[-1] -split ','
        $free = [Math]::Max([double]$last[1] + 4, $free + 16)
        $lines.Add("<polyline points=`"$($points -join ' ')`" fill=`"none`" stroke=`"$color`" stroke-width=`"2`"/>")
        $lines.Add("<text x=`"$([double]$last[0] + 8)`" y=`"$free`" fill=`"$color`">$($group.Name) at once</text>")
    }
    $lines.Add('</svg>')
    ($lines -join "`n") + "`n"
}
