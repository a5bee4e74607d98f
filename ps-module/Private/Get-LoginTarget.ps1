# What a command asks leave for: each registry that is named, else the one that goes without a name.
function Get-LoginTarget($Names, $Bound) {
    if ($Names.Count -gt 0) { return $Names }
    if ($Bound['ServerAddress']) { return $Bound['ServerAddress'] }
    if ($Bound['Public']) { 'public.ecr.aws' } else { 'the default registry' }
}
