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
    $lines.Add('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 340" font-family="sans-serif" font-size="13" fill="#768390">')
    $lines.Add('<title>Milliseconds by the number of registries, for 1, 4, 16 and 64 callers at once</title>')
    foreach ($power in 0..4) {
        $x = 95 + 120 * $power
        $number = [Math]::Pow(10, $power).ToString('N0', $culture)
        $lines.Add("<text x=`"$x`" y=`"305`" text-anchor=`"middle`">$number</text>")
        $y = 280 - 60 * $power
        $lines.Add("<path d=`"M95 ${y}H575`" stroke=`"#768390`" stroke-opacity=`"0.3`"/>")
        $lines.Add("<text x=`"85`" y=`"$($y + 4)`" text-anchor=`"end`">$number ms</text>")
    }
    $lines.Add('<text x="335" y="327" text-anchor="middle">registries asked for</text>')
    $drawn = foreach ($group in $Growth | Group-Object Callers) {
        $points = foreach ($row in $group.Group) {
            $x = 95 + 120 * [Math]::Log10($row.Ids)
            $y = 280 - 60 * [Math]::Log10([Math]::Max(1.0, [double]$row.Ms))
            "$($x.ToString('N1', $culture)),$($y.ToString('N1', $culture))"
        }
        $color = $colors[[int]$group.Name]
        $lines.Add("<polyline points=`"$($points -join ' ')`" fill=`"none`" stroke=`"$color`" stroke-width=`"2`"/>")
        [pscustomobject]@{ End = $y; Color = $color; Text = "$($group.Name) at once" }
    }
    # The lines end close to each other; what is written beside them has to stay apart.
    $free = 0.0
    foreach ($line in $drawn | Sort-Object End) {
        $y = [Math]::Max($free, $line.End + 4)
        $free = $y + 16
        $lines.Add("<text x=`"583`" y=`"$($y.ToString('N1', $culture))`" fill=`"$($line.Color)`">$($line.Text)</text>")
    }
    $lines.Add('</svg>')
    ($lines -join "`n") + "`n"
}
