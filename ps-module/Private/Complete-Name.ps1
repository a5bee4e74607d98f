# What can stand for a word that is being typed; nothing, and no error, where the engine cannot be asked.
function Complete-Name($Kind, $Word, $Bound) {
    # A module's own $Error is another list.
    $errors = Get-Variable Error -Scope Global -ValueOnly
    $before = $errors.Count
    $VerbosePreference = 'SilentlyContinue'
    $names = @()
    try {
        $names = Get-KnownName $Kind $Bound
    } catch {
        # Nor one to find later, since nobody has called anything.
        while ($errors.Count -gt $before) { $errors.RemoveAt(0) }
    }
    $start = $Word.Trim([char[]]"'`"")
    foreach ($name in $names) {
        $text = ConvertTo-CommandArgument $name
        if ($null -eq $text -or -not $name.StartsWith($start, [StringComparison]::OrdinalIgnoreCase)) { continue }
        [Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $name)
    }
}
